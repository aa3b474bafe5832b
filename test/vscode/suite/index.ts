import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Tells the lines of the report from all that the editor logs. */
const mark = process.env.VISUAL_TUNING_TEST_MARK ?? '';

/** What the editor calls in its extension host: runs every suite beside this file. @throws Error if one fails */
export async function run(): Promise<void> {
  const { Base } = Mocha.reporters;
  const { consoleLog } = Base;
  Base.consoleLog = (...words: unknown[]) => consoleLog(mark + format(...words).replaceAll('\n', `\n${mark}`));
  const grep = process.env.VISUAL_TUNING_TEST_GREP;
  const mocha = new Mocha({ ui: 'tdd', timeout: 300_000, slow: 10_000, ...(grep ? { grep } : {}) });
  const suites = readdirSync(__dirname).filter(name => name.endsWith('.test.js'));
  for (const name of suites.sort()) mocha.addFile(join(__dirname, name));
  const { failures, tests } = await new Promise<{ failures: number; tests: number }>(resolve => {
    const runner = mocha.run(failures => resolve({ failures, tests: runner.stats?.tests ?? 0 }));
  });
  if (tests === 0) throw new Error(`No test's name has the words ${grep}.`);
  if (failures > 0) throw new Error(`${failures} of ${tests} tests failed in the extension host.`);
}
