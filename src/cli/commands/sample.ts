import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nearestName } from '../../experiments/nearest';
import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { mediaFolder } from '../../data/mediaFolder';
import { counted, listOf } from '../words';

/** `visual-tuning sample`: unpacks a data set that travels with the product. */
export const sample = defineCommand({
  name: 'sample',
  summary: 'Unpack a sample data set: an image folder to try things on.',
  details: [
    'digits: 1,797 handwritten digits in ten classes (CC BY 4.0). solids: 600 rendered bodies in colour, six classes (MIT).',
    'A folder that is there already is left as it is.',
  ],
  options: {},
  positionals: [
    { name: 'NAME', help: 'The sample, for example digits.' },
    { name: 'DIR', help: 'Where to put its folder samples/NAME; the current folder by default.', optional: true },
  ],
  examples: ['sample digits', 'sample digits ~/experiments'],
  run: async (context, { positionals: [name, folder = '.'] }) => {
    const media = mediaFolder();
    const known = await sampleNames(media);
    if (!known.includes(name)) {
      const meant = nearestName(name, known);
      const advice = meant === undefined ? `there is ${listOf(known, 'and')}.` : `did you mean ${meant}?`;
      throw new InputError(`Unknown sample ${JSON.stringify(name)}: ${advice}`);
    }
    const { ensureSample } = await import('../../data/samples');
    const path = join(resolve(folder), 'samples', name);
    const { unpacked } = await ensureSample(path, media, context.interruption());
    context.note(
      unpacked > 0 ? `Unpacked ${counted(unpacked, 'image')}.` : 'It is there already: nothing was changed.',
    );
    context.print(path);
  },
});

async function sampleNames(media: string): Promise<string[]> {
  const files = await readdir(join(media, 'samples'));
  return files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length));
}
