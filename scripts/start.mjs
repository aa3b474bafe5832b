// @ts-check
// Opens VS Code with the extension: node scripts/start.mjs [FOLDER] [--server] [--port N] [--check]
//   FOLDER    the workspace, made where it is not there; ~/visual-tuning-sample where it is left out
//   --server  serve VS Code to a browser although it is installed
//   --check   end as soon as it answers
import { homedir, hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, extensionBundles } from './bundling.mjs';
import { openDesktop, whyNotDesktop } from './desktopEditor.mjs';
import { freePort } from './freePort.mjs';
import { keptFolder } from './kept.mjs';
import { makeWorkspace } from './sampleWorkspace.mjs';
import { orSayWhy } from './sentence.mjs';
import { serveEditor } from './servedEditor.mjs';

const repository = join(import.meta.dirname, '..');
const firstStep = 'click the flask in the activity bar, and there Try the Sample';

await orSayWhy(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { server: { type: 'boolean' }, check: { type: 'boolean' }, port: { type: 'string', default: '9888' } },
  });
  const folder = resolve(positionals[0] ?? join(homedir(), 'visual-tuning-sample'));
  await bundle([...extensionBundles]);
  // Nothing is put into it: the empty explorer offers the sample, and what is there stays as it is.
  await makeWorkspace(folder);

  const obstacle = values.server || values.check ? 'VS Code is served to a browser.' : await whyNotDesktop();
  if (obstacle === undefined) {
    await openDesktop(folder);
    console.log(`VS Code opens ${folder}: ${firstStep}.`);
    return;
  }
  console.log(obstacle);
  await serve(folder, await freePort(Number(values.port)), values.check === true);
});

/** @param {string} folder @param {number} port @param {boolean} checkOnly */
async function serve(folder, port, checkOnly) {
  const editor = await serveEditor({ data: join(keptFolder(), 'start'), port });
  const address = editor.address({ folder, development: repository });
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`VS Code's server answers ${answer.status} at ${address}:\n${editor.said()}`);
    console.log(`\nOpen this in a browser on this machine, then ${firstStep}:\n\n  ${address}\n`);
    const { port: listening } = editor;
    console.log(
      `From another machine, forward the port there first: ssh -L ${listening}:127.0.0.1:${listening} ${userInfo().username}@${hostname()}`,
    );
    if (checkOnly) return;
    console.log('Ctrl-C ends it.');
    await new Promise(end => process.once('SIGINT', end).once('SIGTERM', end));
  } finally {
    await editor.stop();
  }
}
