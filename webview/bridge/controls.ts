import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';

/** Defines the elements of the UI toolkit that pages use: `vscode-button` and `vscode-checkbox`. */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());
}

/** Whether the check box that an event comes from is on. */
export const isChecked = ({ target }: Event): boolean =>
  target instanceof Element && 'checked' in target && target.checked === true;
