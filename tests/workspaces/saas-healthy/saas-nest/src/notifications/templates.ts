export interface Template {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
}

export const TEMPLATES: readonly Template[] = [
  { name: 'welcome', subject: 'Welcome, {name}', body: 'Your notebook is ready.' },
  { name: 'invited', subject: '{name} invites you', body: 'Join the team {team}.' },
  { name: 'plan-ended', subject: 'Your plan has ended', body: 'Pick a plan to keep {seats} seats.' },
];

/** Replaces `{key}`; a key without a value stays as it is, so that the mistake can be seen. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
