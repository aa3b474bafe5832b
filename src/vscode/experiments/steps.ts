import * as vscode from 'vscode';

/** What the person went for: a value, the step before, or out. */
export type Answer<T> = { readonly value: T } | 'back' | 'cancelled';

/** Where a step stands in its sequence, counted from 1. */
export interface Place {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

/** Lets the person pick one of some items; a way back leads to the step before. */
export function pickStep<T extends vscode.QuickPickItem>(
  place: Place,
  placeholder: string,
  items: readonly T[],
): Promise<Answer<T>> {
  const quickPick = vscode.window.createQuickPick<T>();
  quickPick.placeholder = placeholder;
  quickPick.matchOnDescription = true;
  quickPick.items = items;
  return answerOf(quickPick, place, () => {
    const [item] = quickPick.selectedItems;
    return item && { value: item };
  });
}

/**
 * Lets the person type a text; a way back leads to the step before.
 * @param problemOf why a text will not do, or undefined
 */
export function inputStep(
  place: Place,
  prompt: string,
  value: string,
  problemOf: (text: string) => string | undefined,
): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.prompt = prompt;
  input.value = value;
  const typing = input.onDidChangeValue(text => {
    input.validationMessage = problemOf(text);
  });
  return answerOf(input, place, () => {
    input.validationMessage = problemOf(input.value);
    return input.validationMessage === undefined ? { value: input.value.trim() } : undefined;
  }).finally(() => typing.dispose());
}

type AnyInput = vscode.QuickInput & {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  buttons: readonly vscode.QuickInputButton[];
};

async function answerOf<T>(
  input: AnyInput,
  { title, step, of }: Place,
  accepted: () => Answer<T> | undefined,
): Promise<Answer<T>> {
  const subscriptions: vscode.Disposable[] = [];
  input.title = title;
  input.step = step;
  input.totalSteps = of;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise<Answer<T>>(resolve => {
      subscriptions.push(
        input.onDidAccept(() => {
          const answer = accepted();
          if (answer) resolve(answer);
        }),
        input.onDidTriggerButton(() => resolve('back')),
        input.onDidHide(() => resolve('cancelled')),
      );
      input.show();
    });
  } finally {
    vscode.Disposable.from(...subscriptions, input).dispose();
  }
}

/**
 * Asks one thing after the other. Each step is given what is decided so far; going back asks the one before again.
 * @returns undefined if the person left
 */
export async function inSteps<T>(
  draft: T,
  steps: readonly ((draft: T) => Promise<Answer<T>>)[],
): Promise<T | undefined> {
  const drafts = [draft];
  while (drafts.length <= steps.length) {
    const answer = await steps[drafts.length - 1](drafts[drafts.length - 1]);
    if (answer === 'cancelled') return undefined;
    if (answer === 'back') drafts.pop();
    else drafts.push(answer.value);
  }
  return drafts[drafts.length - 1];
}
