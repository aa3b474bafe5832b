import type { VsCodeApi } from './host';

/** Stands in for the editor in tests: hears what the page posts, sends what the host would, keeps the page's state. */
export class FakeHost implements VsCodeApi {
  readonly page = new EventTarget();
  readonly heard: unknown[] = [];

  constructor(private state?: unknown) {}

  send(message: unknown): void {
    this.page.dispatchEvent(new MessageEvent('message', { data: message }));
  }

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  getState(): unknown {
    return this.state;
  }

  setState(state: unknown): void {
    this.state = state;
  }
}
