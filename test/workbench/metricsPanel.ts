import type { Frame, Locator } from 'playwright-core';

/** The page of the metrics panel as a person reads and uses it. */
export class MetricsPanel {
  constructor(readonly frame: Frame) {}

  /** The state of the only run, or of the one that is named. */
  state(run = ''): Locator {
    return this.frame.locator('.runs > li').filter({ hasText: run }).locator('.run-state');
  }

  /** A button of a run's line: Pause, Continue, Resume, Stop … */
  button(action: string): Locator {
    return this.frame.locator(`.runs vscode-button[aria-label^="${action}:"]`);
  }

  /** Shows a chart as a table, and reads the numbers of its columns. @returns epochs in ascending order, each with its values */
  async table(chart: string): Promise<{ epoch: number; values: number[] }[]> {
    const card = this.frame.locator(`.card[data-chart="${chart}"]`);
    const toggle = card.getByRole('button', { name: /Table/ });
    if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click();
    await card.locator('.table').waitFor();
    const rows = await card
      .locator('tbody tr')
      .evaluateAll(elements => elements.map(row => [...row.children].map(cell => cell.textContent ?? '')));
    return rows
      .map(([epoch, ...values]) => ({ epoch: Number(epoch), values: values.map(Number.parseFloat) }))
      .sort((a, b) => a.epoch - b.epoch);
  }

  /** The lines of the journal, as they are read. */
  async journal(): Promise<string[]> {
    const lines = await this.frame.locator('.journal li').allTextContents();
    return lines.map(line => line.replace(/\s+/g, ' ').trim());
  }

  async setLearningRate(rate: number): Promise<void> {
    const form = this.frame.locator('.runs form.rate');
    await form.locator('input').fill(String(rate));
    await form.locator('vscode-button').click();
  }

  /** How many points of a chart's picture are painted. */
  async paintedPoints(chart: string): Promise<number> {
    return this.frame.locator(`.card[data-chart="${chart}"] canvas`).evaluate(element => {
      if (!(element instanceof HTMLCanvasElement)) return 0;
      const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
      let painted = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at] > 0) painted++;
      return painted;
    });
  }
}
