import { engineIds } from '../../protocol/engineReport';
import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { flag, json } from '../options';
import { bytes, counted } from '../words';

/** `visual-tuning engines probe`: what `engines` starts for each engine, because a broken library ends its process. */
export const enginesProbe = defineCommand({
  name: 'engines probe',
  summary: 'Load one engine in this process and check a small matrix product on it.',
  positionals: [{ name: 'ENGINE', help: 'One that "visual-tuning engines" lists.' }],
  options: {
    thorough: flag("Compute training steps too, and hold them to the reference engine's."),
    json,
  },
  run: async (context, { options, positionals: [name] }) => {
    const id = engineIds.find(known => known === name);
    if (id === undefined)
      throw new InputError(`There is no engine ${JSON.stringify(name)}: see "visual-tuning engines".`);
    const { loadEngine } = await import('../../engines/engines');
    const { probe } = await import('../../engines/probing/probe');
    const { problemOf } = await import('../../engines/probing/problem');
    try {
      const engine = await loadEngine(id);
      const found = await probe(engine);
      if (options.thorough) {
        const { requireAgreement } = await import('../../training/agreement');
        await requireAgreement(engine, await loadEngine('reference'));
      }
      const { version, device, threads, memoryBytes } = found;
      if (options.json) context.json(found);
      else context.print(`${id} ${version} on ${device}, ${counted(threads, 'thread')}, ${bytes(memoryBytes)}`);
    } catch (error) {
      if (!options.json) throw error;
      context.json({ problem: problemOf(id, error) });
    }
  },
});
