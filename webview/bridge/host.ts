import type * as z from 'zod';

/** What the editor gives a page, once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as a page sees it. */
export interface Host<Message, Request, State> {
  post(request: Request): void;
  /** Hears every message that fits the contract; others are left out. */
  onMessage(hear: (message: Message) => void): void;
  /** What the page kept, if it still fits. */
  restore(): State | undefined;
  /** Keeps something small for when the page is shown again, and for after a restart. */
  keep(state: State): void;
}

/**
 * Connects a page to its extension host. A page calls it once.
 * @param contract the schemas of what the page hears and of what it keeps
 * @param api the editor's own by default; `page` is where its messages arrive
 */
export function connect<Message, Request, State>(
  contract: { readonly message: z.ZodType<Message>; readonly state: z.ZodType<State> },
  api: VsCodeApi = acquireVsCodeApi(),
  page: EventTarget = globalThis,
): Host<Message, Request, State> {
  return {
    post: request => api.postMessage(request),
    onMessage: hear =>
      page.addEventListener('message', event => {
        const message = contract.message.safeParse(event instanceof MessageEvent ? event.data : undefined);
        if (message.success) hear(message.data);
      }),
    restore: () => contract.state.safeParse(api.getState()).data,
    keep: state => api.setState(state),
  };
}
