import type { EngineReport } from '../../protocol/engineReport';
import { defineCommand } from '../command';
import { flag, json } from '../options';
import { table } from '../table';
import { bytes, counted } from '../words';

/** `visual-tuning engines`: what can compute here, and what can't, and why. */
export const engines = defineCommand({
  name: 'engines',
  summary: 'List what can compute on this machine, why the rest can not, and what auto is.',
  details: [
    'Each engine is loaded in a process of its own. One that was found usable is not loaded again until its library, or the driver of the graphics card, changes.',
  ],
  options: {
    report: flag('With --json: a document that also has the machine, what auto is and why, and the last measurement.'),
    fresh: flag('Load every engine again.'),
    json,
  },
  examples: ['engines', 'engines install tensorflow', 'engines measure'],
  run: async (context, { options }) => {
    const { engineReport } = await import('../../engines/engineReport');
    const report = await engineReport({ fresh: options.fresh });
    if (options.json) context.json(options.report ? report : report.engines);
    else context.print(describe(report));
  },
});

function describe({ machine, engines: statuses, auto }: EngineReport): string {
  const rows = statuses.map(
    ({ id, usable, version, devices, adapter, threads, memoryBytes, oneDnn, reason, title }) => [
      id,
      usable ? 'usable' : 'not usable',
      version ?? '',
      adapter === null ? devices.join(', ') : `${devices.join(', ')} (${adapter})`,
      threads === null ? '' : String(threads),
      memoryBytes === null ? '' : bytes(memoryBytes),
      reason ?? (oneDnn === null ? title : `${title}, ${oneDnn ? 'with' : 'without'} oneDNN`),
    ],
  );
  const titles = ['Engine', '', 'Version', 'Devices', 'Threads', 'Memory', ''];
  const cards = machine.cards.map(({ name, driver, memoryBytes }) =>
    [name, driver === null ? [] : `driver ${driver}`, memoryBytes === null ? [] : bytes(memoryBytes)].flat().join(', '),
  );
  return [
    table(
      titles.map(title => ({ title })),
      rows,
    ),
    `auto is ${auto.engine}. ${auto.why}`,
    [`${machine.processor}, ${counted(machine.cores, 'core')}, ${bytes(machine.memoryBytes)}`, ...cards].join('\n'),
  ].join('\n\n');
}
