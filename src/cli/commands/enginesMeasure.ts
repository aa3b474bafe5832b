import { defineCommand } from '../command';
import { engineNews } from '../engineNews';
import { json } from '../options';
import { grouped, listOf } from '../words';
import { table } from '../table';

/** `visual-tuning engines measure`: which engine is the fastest here. */
export const enginesMeasure = defineCommand({
  name: 'engines measure',
  summary: 'Time training steps on each usable engine, and have "--engine auto" use the fastest from then on.',
  details: [
    'It takes some ten seconds; leave the machine alone meanwhile. Each engine has a process of its own, and they take turns until it is clear which is the fastest. The result is kept for this machine (processor, cores, graphics card), and holds for the versions that were measured.',
  ],
  options: { json },
  run: async (context, { options }) => {
    const { asItIs, engineStatuses } = await import('../../engines/engineReport');
    const { chooseAuto } = await import('../../engines/measurement/autoEngine');
    const { measureEngines } = await import('../../engines/measurement/measureEngines');
    const { rememberMeasurement } = await import('../../engines/measurement/measurements');
    const { thisProgram } = await import('../../engines/probing/program');

    const news = engineNews(context, options.json);
    const statuses = await engineStatuses();
    const measurement = await measureEngines(statuses, thisProgram(), news);
    await rememberMeasurement(measurement);
    const { engine, why } = chooseAuto(measurement, id => asItIs(statuses, id));
    const titleOf = (id: string) => statuses.find(status => status.id === id)?.title ?? id;
    const measured = listOf(
      measurement.engines.map(found => titleOf(found.engine)),
      'and',
    );
    if (!options.json) {
      const right = (title: string) => ({ title, align: 'right' as const });
      const columns = [
        { title: 'Engine' },
        { title: 'Device' },
        right('Images/s'),
        right('ms per step'),
        { title: '' },
      ];
      const rows = measurement.engines.map(({ engine: id, device, result, problem }) => [
        id,
        device,
        result ? grouped(result.imagesPerSecond, 1) : '',
        result ? grouped(result.millisecondsPerStep, 1) : '',
        problem ?? '',
      ]);
      context.print(`${measurement.workload}\n\n${table(columns, rows)}\n`);
    }
    // A program asks for the report, in which the rest is.
    news.finish(options.json ? `Measured ${measured}.` : `auto is ${titleOf(engine)}. ${why}`);
  },
});
