// Preloaded into the program (`--import`): writes what it had loaded when it ended to the file of LOADED_LIBRARIES.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const native = process.report.getReport().sharedObjects.filter(file => file.endsWith('.node'));
  writeFileSync(process.env.LOADED_LIBRARIES, JSON.stringify({ native, tensorflow: '_tfengine' in globalThis }));
});
