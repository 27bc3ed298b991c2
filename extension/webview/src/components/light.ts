import { LitElement } from "lit";

/**
 * An element without a shadow root: one style sheet and one icon font serve the whole page, and labels may refer to ids
 * anywhere on it.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
