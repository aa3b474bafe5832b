import type { Installing } from '../engines/installation/installing';
import type { EngineEvent } from '../protocol/engineReport';
import type { Context } from './context';
import { bytes } from './words';

const millisecondsBetweenLines = { person: 2000, program: 200 };

/** What an installation or a measurement reports to, and how its end is told. */
export interface EngineNews extends Installing {
  finish(said: string): void;
}

/** Tells how far the work is: a line at a time for a person, or as JSON, one object per line. */
export function engineNews(context: Context, json: boolean): EngineNews {
  const tell = (event: EngineEvent) => context.json(event);
  const pause = json ? millisecondsBetweenLines.program : millisecondsBetweenLines.person;
  let last = '';
  let next = 0;
  return {
    signal: context.interruption(),
    environment: process.env,
    onProgress: progress => {
      const { what, done, total, unit } = progress;
      const isNew = what !== last;
      const isOver = done !== null && done === total;
      if (!isNew && !isOver && Date.now() < next) return;
      last = what;
      next = Date.now() + pause;
      if (json) tell(progress);
      else if (unit === 'steps' || done === null || isNew) context.note(`${what} …`);
      else context.note(`${what}: ${bytes(done)}${total ? ` of ${bytes(total)}` : ''}`);
    },
    finish: said => (json ? tell({ event: 'finished', said }) : context.print(said)),
  };
}
