import { engineStatuses } from '../../engines/engines';
import { defineCommand } from '../command';
import { json } from '../options';
import { table } from '../table';

/** `visual-tuning engines`: what can compute here, and what can't, and why. */
export const engines = defineCommand({
  name: 'engines',
  summary: 'List what can compute on this machine, and why the rest can not.',
  options: { json },
  run: async (context, { options }) => {
    const statuses = await engineStatuses();
    if (options.json) {
      context.json(statuses);
      return;
    }
    const rows = statuses.map(({ id, usable, version, devices, reason, title }) => [
      id,
      usable ? 'usable' : 'not usable',
      version ?? '',
      devices.join(', '),
      reason ?? title,
    ]);
    context.print(
      table([{ title: 'Engine' }, { title: '' }, { title: 'Version' }, { title: 'Devices' }, { title: '' }], rows),
    );
  },
});
