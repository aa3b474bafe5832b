import { stat } from 'node:fs';
import { promisify } from 'node:util';

/** Several times as fast as the one of `node:fs/promises`, which matters for a thousand runs. */
export const quickStat = promisify(stat);
