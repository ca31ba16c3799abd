declare module 'open-location-code' {
  interface CodeArea {
    readonly latitudeCenter: number;
    readonly longitudeCenter: number;
  }
  class OpenLocationCode {
    isFull(code: string): boolean;
    isShort(code: string): boolean;
    encode(latitude: number, longitude: number): string;
    decode(code: string): CodeArea;
    recoverNearest(code: string, latitude: number, longitude: number): string;
  }
  const module: { readonly OpenLocationCode: typeof OpenLocationCode };
  export default module;
}
declare module 'mgrs' {
  const module: {
    forward(position: [longitude: number, latitude: number], digits?: number): string;
    toPoint(code: string): [longitude: number, latitude: number];
  };
  export default module;
}
