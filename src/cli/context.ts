/** How a command speaks to whoever started it. */
export interface Context {
  /** A part of the result, for a person: a line or several on stdout. Not with `--json`. */
  print(text: string): void;
  /** The result as one line of JSON on stdout. */
  json(document: unknown): void;
  /** What is not the result: progress and warnings, on stderr. */
  note(text: string): void;
  /** Emphasis for `print`; the text itself where stdout shows no colours. */
  readonly style: Style;
  /**
   * Aborted by the first Ctrl-C or SIGTERM, from the first call on; before that call they end the process. The command
   * then leaves things in order and returns, and the exit status is 130. The second one ends the process all the same.
   */
  interruption(): AbortSignal;
}

/** Emphasis on a terminal. */
export interface Style {
  bold(text: string): string;
  faint(text: string): string;
}
