import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements of the UI toolkit that pages use: `vscode-button`, `vscode-checkbox`, `vscode-dropdown` … */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextField(),
  );
}

/** Whether the check box that an event comes from is on. */
export const isChecked = ({ target }: Event): boolean =>
  target instanceof Element && 'checked' in target && target.checked === true;

/** The value of the control that an event comes from. */
export const valueOf = ({ target }: Event): string =>
  target instanceof Element && 'value' in target ? String(target.value) : '';
