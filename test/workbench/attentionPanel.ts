import type { Frame, Locator } from 'playwright-core';

/** The page of the attention panel as a person reads and uses it. */
export class AttentionPanel {
  constructor(readonly frame: Frame) {}

  /** Ends when the maps of the chosen image are there. */
  async drawn(): Promise<void> {
    await this.frame.locator('.figures canvas').first().waitFor({ timeout: 90_000 });
    await this.frame.locator('.work[aria-busy="false"]').waitFor({ timeout: 90_000 });
  }

  /** What is shown and how it was made. */
  get caption(): Locator {
    return this.frame.locator('.caption');
  }

  /** How much CLS attends to each prompt, in percent: a row for each layer, with its sum last. */
  async shares(): Promise<{ prompts: number[]; sum: number }[]> {
    const rows = await this.frame
      .locator('table[aria-labelledby="shares-title"] tbody tr, section[aria-labelledby="shares-title"] tbody tr')
      .evaluateAll(elements =>
        elements.map(row => [...row.querySelectorAll('td')].map(cell => cell.innerText.trim().split('\n')[0])),
      );
    return rows.map(cells => {
      const values = cells.map(Number.parseFloat);
      return { prompts: values.slice(0, -1), sum: values.at(-1) ?? Number.NaN };
    });
  }

  /** Moves a slider (`layer`, `checkpoint`, `opacity`) to a value. */
  async slide(id: string, value: number): Promise<void> {
    await this.frame.locator(`input#${id}`).evaluate((input, to) => {
      if (!(input instanceof HTMLInputElement)) return;
      input.value = String(to);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  }

  /** Chooses one of exclusive choices by its text. */
  async choose(text: string): Promise<void> {
    await this.frame.locator('.segments label').filter({ hasText: text }).first().click();
  }

  /** How many different colours the first large map has. */
  async colours(): Promise<number> {
    return this.frame
      .locator('.figures canvas')
      .first()
      .evaluate(element => {
        if (!(element instanceof HTMLCanvasElement)) return 0;
        const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
        const colours = new Set<string>();
        for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 4).join());
        return colours.size;
      });
  }
}
