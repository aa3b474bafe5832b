import { EventEmitter } from 'node:events';
import { basename } from 'node:path';

/** A document as the set-up editor uses it. */
export class FakeDocument {
  readonly uri: FakeUri;
  /** Texts before each edit, for undo. */
  readonly history: string[] = [];

  constructor(
    path: string,
    private text: string,
  ) {
    this.uri = new FakeUri(path);
  }

  getText(): string {
    return this.text;
  }

  positionAt(offset: number): { readonly offset: number; readonly line: number } {
    return { offset, line: this.text.slice(0, offset).split('\n').length - 1 };
  }

  /** As a person's edit in the text, or an undo. */
  type(text: string): void {
    this.history.push(this.text);
    this.text = text;
    changes.emit('change', { document: this, contentChanges: [{}] });
  }

  undo(): void {
    const before = this.history.pop();
    if (before === undefined) throw new Error('There is nothing to undo.');
    this.text = before;
    changes.emit('change', { document: this, contentChanges: [{}] });
  }
}

class FakeUri {
  readonly fsPath: string;
  constructor(readonly path: string) {
    this.fsPath = path;
  }
  static joinPath({ path }: FakeUri, ...parts: string[]): FakeUri {
    return new FakeUri([path, ...parts].join('/'));
  }
  toString(): string {
    return `file://${this.path}`;
  }
}

type Edit = { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };

class FakeWorkspaceEdit {
  readonly edits: { readonly range: Edit; readonly text: string }[] = [];
  replace(_uri: unknown, range: Edit, text: string): void {
    this.edits.push({ range, text });
  }
}

const changes = new EventEmitter();
const nothing = { dispose: () => undefined };
let shown: FakeDocument | undefined;

/** Which document edits are made in. */
export const edits = {
  of(document: FakeDocument): void {
    shown = document;
  },
};

/** Commands that were run, texts that were copied, files that were written. */
export const done = {
  commands: new Array<unknown[]>(),
  copied: new Array<string>(),
  written: new Map<string, string>(),
};

/** Settings of the extension that differ from their defaults. */
export const chosen = new Map<string, unknown>();

/** As much of the editor's API as the set-up editor needs. */
export const fakeVscode = {
  Uri: FakeUri,
  Range: class {
    constructor(
      readonly start: unknown,
      readonly end: unknown,
    ) {}
  },
  WorkspaceEdit: FakeWorkspaceEdit,
  Disposable: {
    from: (...parts: { dispose(): void }[]) => ({ dispose: () => parts.forEach(part => part.dispose()) }),
  },
  CancellationTokenSource: class {
    readonly token = { isCancellationRequested: false };
    cancel(): void {
      this.token.isCancellationRequested = true;
    }
    dispose(): void {}
  },
  l10n: {
    // As in the editor, a place that nothing is given for stays.
    t: (sentence: string, ...values: unknown[]) =>
      sentence.replace(/\{(\d)\}/g, (place, index) => String(values[index] ?? place)),
  },
  env: { language: 'en', clipboard: { writeText: async (text: string) => void done.copied.push(text) } },
  commands: { executeCommand: async (...command: unknown[]) => void done.commands.push(command) },
  workspace: {
    isTrusted: true,
    getConfiguration: () => ({ get: (name: string, initial: unknown) => chosen.get(name) ?? initial }),
    fs: {
      readDirectory: async () => [['digits-vpt-deep-ssf.tuning.json', 1]],
      writeFile: async ({ path }: FakeUri, bytes: Uint8Array) =>
        void done.written.set(basename(path), new TextDecoder().decode(bytes)),
    },
    onDidGrantWorkspaceTrust: () => nothing,
    onDidChangeTextDocument: (hear: (event: unknown) => void) => {
      changes.on('change', hear);
      return { dispose: () => changes.off('change', hear) };
    },
    applyEdit: async ({ edits: [edit] }: FakeWorkspaceEdit) => {
      if (!shown) throw new Error('No document is open.');
      const text = shown.getText();
      shown.type(text.slice(0, edit.range.start.offset) + edit.text + text.slice(edit.range.end.offset));
      return true;
    },
  },
};
