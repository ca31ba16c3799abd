import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PEOPLE, type Person } from '../e2e/sandbox.ts';
import { wordsOf } from './page-words.ts';
import { settles } from './settles.ts';

/** Fills in the sign-in page and sends it; what comes then is the test's. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(wordsOf(page, 'Email')).fill(email);
  await page.getByLabel(wordsOf(page, 'Password')).fill(password);
  await page.getByRole('button', { name: wordsOf(page, 'Sign in') }).click();
}

const isSignedIn = (page: Page) => page.getByRole('button', { name: wordsOf(page, 'Signed in as') }).waitFor();

/** Opens a page of the portal as that person of the sandbox, by hand: where the form or a person's hand on the page is the subject. */
export async function signInByHand(page: Page, url: string, person: Person): Promise<void> {
  const [email, password] = PEOPLE[person];
  await page.goto(url);
  await sendSignIn(page, email, password);
  await isSignedIn(page);
}

/** Opens a page of the portal as that person of the sandbox, whose session this browser gets without the form: half of what it costs. */
export async function signInAt(page: Page, url: string, person: Person): Promise<void> {
  const [email, password] = PEOPLE[person];
  const { origin } = new URL(url);
  const answer = await page.request.post(`${origin}/api/session`, { data: { email, password }, headers: { origin } });
  assert.equal(answer.status(), 200, await answer.text());
  await page.goto(url);
  await isSignedIn(page);
}

/** The row of that person in Admin, Users. */
export function userRow(page: Page, email: string) {
  return page.getByRole('row').filter({ hasText: email });
}

/** Presses what is asked about in an open dialog, once it states what stops. */
export async function confirmIn(page: Page, states: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(states).waitFor();
  await dialog.getByRole('button', { name: action, exact: true }).click();
}

/** Resolves once the main navigation is drawn, and offers no Admin. */
export async function seesNoAdmin(page: Page): Promise<void> {
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: 'Incidents', exact: true }).waitFor();
  await settles(() => nav.getByRole('link', { name: 'Admin' }).count(), 0);
}
