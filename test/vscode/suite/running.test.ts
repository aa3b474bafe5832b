import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setup, suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { elementOf, explorerLines, lineWith } from './explorer';
import {
  clearWorkspace,
  experimentText,
  journalOf,
  replaceInFile,
  runsDirectory,
  trainerOf,
  until,
  writeExperiment,
} from './inside';

/** Enough epochs to act in. */
const long = 400;

const isRun = ({ context }: { context: string }) => /\brun\b/.test(context);
const stepsOf = async (run: string) => (await journalOf(run)).filter(({ type }) => type === 'step').length;
const growing = (run: string, steps: number) =>
  until(`${run} has made ${steps} steps`, async () => (await stepsOf(run)) >= steps, 120);
const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Runs an experiment by the command. @returns the path of its run folder */
async function started(name: string, epochs: number): Promise<string> {
  const file = await writeExperiment(name, experimentText(name, {}, epochs));
  await vscode.commands.executeCommand('visualTuning.run', file);
  return join(runsDirectory(), `${name}-1`);
}

suite('running', () => {
  setup(clearWorkspace);
  suiteTeardown(clearWorkspace);

  test('the sample runs to its end as it was last edited, and nothing that it wrote is missing or doubled', async () => {
    await vscode.commands.executeCommand('visualTuning.trySample');
    const sample = await until('the set-up of the sample is open', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      const isIt = input instanceof vscode.TabInputCustom && input.uri.path.endsWith('/digits-vpt-deep.tuning.json');
      return isIt && input.uri;
    });
    await replaceInFile(sample, '"epochs": 30', '"epochs": 6');
    await vscode.commands.executeCommand('visualTuning.run');
    const run = join(runsDirectory(), 'digits-vpt-deep-1');
    await growing(run, 1);
    const done = await lineWith('that it is done', line => isRun(line) && line.description.startsWith('done'), 200);
    assert.match(done.description, /^done · test \d+\.\d % · [\d.]+k params$/);
    const records = await journalOf(run);
    assert.deepEqual(
      records.map(({ n }) => n),
      records.map((_, i) => i + 1),
    );
    assert.equal(records.at(-1)?.type, 'finished');
    assert.equal(records.filter(({ type }) => type === 'epoch').length, 6);
  });

  test('a run that is stopped says so, and leaves no process, lock or address behind', async () => {
    const run = await started('stopped', long);
    await growing(run, 5);
    const pid = await trainerOf(run);
    await lineWith('that it runs', line => isRun(line) && /^running \d+ %/.test(line.description));
    const element = await elementOf(item => /\brun\b/.test(item.contextValue ?? ''));
    await vscode.commands.executeCommand('visualTuning.stop', element);
    await lineWith('that it was stopped', line => isRun(line) && line.description.startsWith('stopped by you'));
    assert.equal((await journalOf(run)).at(-1)?.type, 'stopped');
    await until('the process is gone', () => !isThere(pid));
    await until('lock and address are gone', async () => {
      const files = await readdir(run);
      return !files.includes('lock') && !files.includes('contact.json');
    });
    assert.ok((await readdir(join(run, 'checkpoints'))).length > 0, 'it can be resumed');
  });

  test('a run that was stopped goes on where it was', async () => {
    const run = await started('resumed', long);
    await growing(run, 5);
    await vscode.commands.executeCommand('visualTuning.stop', run);
    await lineWith('that it was stopped', line => isRun(line) && line.description.startsWith('stopped by you'));
    const steps = await stepsOf(run);
    await vscode.commands.executeCommand('visualTuning.resume', run);
    await lineWith('that it runs again', line => isRun(line) && line.description.startsWith('running'));
    await growing(run, steps + 5);
    const records = await journalOf(run);
    const resumed = records.find(({ type }) => type === 'resumed');
    assert.ok(resumed?.type === 'resumed' && resumed.fromStep > 0, 'it did not begin anew');
    await vscode.commands.executeCommand('visualTuning.stop', run);
  });

  test('a run whose process is killed has crashed within seconds, and nothing that it wrote is lost', async () => {
    const run = await started('killed', long);
    await growing(run, 5);
    const steps = await stepsOf(run);
    process.kill(await trainerOf(run), 'SIGKILL');
    const crashed = await lineWith(
      'the crash',
      line => isRun(line) && /^crashed \(exit 137\)/.test(line.description),
      5,
    );
    assert.ok((await stepsOf(run)) >= steps);
    assert.match(crashed.context, /\bresumable\b/);
  });

  test('a run waits for the one before it, and leaves the queue when it is stopped', async () => {
    const first = await started('before', long);
    await growing(first, 1);
    const second = await started('after', long);
    await lineWith('the queue', line => isRun(line) && line.description.startsWith('queued'));
    assert.equal(await stepsOf(second), 0);
    await vscode.commands.executeCommand('visualTuning.stop', second);
    await until('neither is queued', async () => {
      const runs = (await explorerLines()).filter(isRun);
      return runs.every(({ description }) => !description.startsWith('queued'));
    });
    await vscode.commands.executeCommand('visualTuning.stop', first);
    await until('both have ended', async () => {
      const runs = (await explorerLines()).filter(isRun);
      return runs.length === 2 && runs.every(({ description }) => description.startsWith('stopped by you'));
    });
  });
});
