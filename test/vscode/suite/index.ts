import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** What the editor calls in its extension host: runs every suite beside this file. @throws Error if one fails */
export async function run(): Promise<void> {
  const grep = process.env.VISUAL_TUNING_TEST_GREP;
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, slow: 10_000, ...(grep ? { grep } : {}) });
  const suites = readdirSync(__dirname).filter(name => name.endsWith('.test.js'));
  for (const name of suites.sort()) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host.`);
}
