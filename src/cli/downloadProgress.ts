import type { HubProgress } from '../backbones/hub/downloadCheckpoint';
import type { Context } from './context';
import { bytes } from './words';

const millisecondsBetweenLines = 2000;

/** Tells how far a download is, a line at a time; nothing about one that is over before there is anything to wait for. */
export function downloadProgress(context: Context): (progress: HubProgress) => void {
  let next = Date.now() + millisecondsBetweenLines;
  return ({ file, bytes: done, totalBytes }) => {
    if (Date.now() < next) return;
    next = Date.now() + millisecondsBetweenLines;
    context.note(`${file}: ${bytes(done)} of ${bytes(totalBytes)} (${Math.floor((100 * done) / totalBytes)} %)`);
  };
}
