/** Nothing failed: there is just nothing to do. Shown as information. */
export class Notice extends Error {}
