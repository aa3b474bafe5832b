import type { Frame, Locator } from 'playwright-core';

/** The page of the set-up panel as a person reads and uses it. */
export class SetupPanel {
  constructor(readonly frame: Frame) {}

  /** The line that says what the experiment trains and costs, in one line. */
  async totals(): Promise<string> {
    return (await this.frame.locator('#totals').innerText()).replace(/\s+/g, ' ');
  }

  /** A number's field, by its name. */
  field(name: string): Locator {
    return this.frame.getByRole('textbox', { name, exact: true });
  }

  /** Types a number into its field, and leaves the field. */
  async change(name: string, value: number): Promise<void> {
    await this.field(name).fill(String(value));
    await this.field(name).press('Tab');
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }
}
