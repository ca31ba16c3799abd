/** An approved application's wish to work for one agency, which an operator or that agency's administrator answers. */
export interface AgencyRequest {
  readonly id: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly company: string;
  readonly agencyId: string;
  readonly agencyName: string;
  readonly purpose: string;
  readonly state: 'asked' | 'granted' | 'declined';
  readonly askedAt: number;
  readonly answeredAt: number | null;
  readonly answer: string | null;
}
