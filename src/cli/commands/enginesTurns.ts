import { createInterface } from 'node:readline';
import { engineIds } from '../../protocol/engineReport';
import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { listOf } from '../words';

/** `visual-tuning engines turns`: what `engines measure` starts for each engine, which takes turns with the others. */
export const enginesTurns = defineCommand({
  name: 'engines turns',
  summary: 'Make training steps on one engine for as many milliseconds as each line on stdin says.',
  details: [
    'It says in a line of JSON when the engine is ready, and after each turn what its steps took. It ends with its stdin.',
  ],
  positionals: [{ name: 'ENGINE', help: `${listOf(engineIds, 'or')}.` }],
  options: {},
  run: async (context, { positionals: [name] }) => {
    const id = engineIds.find(known => known === name);
    if (id === undefined)
      throw new InputError(`There is no engine ${JSON.stringify(name)}: see "visual-tuning engines".`);
    const { loadEngine } = await import('../../engines/engines');
    const { findArchitecture } = await import('../../backbones/architecture');
    const { takeTurn } = await import('../../engines/measurement/turns');
    const { workload } = await import('../../engines/measurement/workload');
    const { describeNetwork } = await import('../../training/network');
    const { randomTraining } = await import('../../training/randomTraining');
    const { selectMethod } = await import('../../experiments/selections');

    const { backbone, method, classes, batch } = workload;
    const network = describeNetwork(findArchitecture(backbone), [selectMethod(method)], classes);
    const { takeStep, dispose } = await randomTraining(await loadEngine(id), network, batch);
    // The first step allocates and tunes: it is nobody's turn.
    context.json(await takeTurn(takeStep, 0));
    for await (const line of createInterface({ input: process.stdin })) {
      const milliseconds = Number(line);
      if (!Number.isFinite(milliseconds)) throw new InputError(`${line} is no number of milliseconds.`);
      context.json(await takeTurn(takeStep, milliseconds));
    }
    await dispose();
  },
});
