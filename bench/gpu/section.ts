import { type Outcome } from './outcome';
import { tables } from './table';

/** Where in bench/gpu.md the figures of each device stand. */
const nameOf = { gpu: 'figures', cpu: 'rehearsal' } as const;

/** A sitting in Markdown: on what, with which versions and command, and its tables. */
export function section(outcome: Outcome): string {
  const { card, machine, versions, command, time, complete, options } = outcome;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(0)} GB`;
  const cardWords =
    options.device === 'cpu'
      ? 'Card: none. This is a rehearsal on the processor, of small batches, to try the script: it says nothing about cards.'
      : card === null
        ? `Card: ${nameElsewhere(outcome) ?? 'unknown'}. nvidia-smi does not answer here, so its memory could not be watched.`
        : `Card: ${[card.name, card.driver && `driver ${card.driver}`, card.memoryBytes && gigabytes(card.memoryBytes), card.powerLimitWatts && `${card.powerLimitWatts} W`].filter(Boolean).join(', ')}.`;
  const versionWords = Object.entries(versions).flatMap(([name, version]) =>
    version === null ? [] : `${name} ${version}`,
  );
  return [
    `${cardWords}${complete ? '' : ' Interrupted: not everything was measured.'}`,
    `${machine.processor}, ${machine.cores} cores, ${gigabytes(machine.memoryBytes)}, ${machine.system}. ${versionWords.join(', ')}. ` +
      `${time.slice(0, 10)}, by \`${command}\`.`,
    tables(outcome),
  ].join('\n\n');
}

/** What PyTorch or an engine calls the card. */
function nameElsewhere({ torch, engines }: Outcome): string | undefined {
  const { cuda, mps } = 'devices' in torch ? torch.devices : {};
  const adapters = engines.flatMap(({ devices, adapter }) => (devices.includes('gpu') && adapter ? [adapter] : []));
  return cuda?.name ?? adapters.at(0) ?? mps?.name;
}

/** Puts a device's section in its place in a document. @throws {Error} if the document has no such place */
export function withSection(document: string, device: 'gpu' | 'cpu', text: string): string {
  const [begin, end] = ['begin', 'end'].map(which => `<!-- ${nameOf[device]}: ${which} -->`);
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no ${begin} … ${end}.`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
