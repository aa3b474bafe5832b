import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Installing, tell, tellBytes } from './installing';
import { pythonPlatforms, pythonVersion } from './recipe';
import { ToolFailed, findTool, runTool } from './runTool';

const pips = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];

/**
 * Has pip, with its own settings of indexes and proxies, download one wheel into a folder.
 * @param requirement such as `tensorflow_cpu==2.21.0`
 * @returns its path
 * @throws {ToolFailed} if there is no pip, or with what it complained of
 */
export async function pipDownload(requirement: string, folder: string, installing: Installing): Promise<string> {
  const { signal, environment } = installing;
  const pip = await findTool(pips, installing);
  if (pip === undefined) throw new ToolFailed('there is no pip');
  const [command, ...words] = pip;
  const wheels = join(folder, 'wheels');
  const temporary = join(folder, 'pip');
  await Promise.all([wheels, temporary].map(path => mkdir(path, { recursive: true })));
  const before = new Set(await readdir(wheels));
  const what = `Downloading ${requirement} by pip`;
  tell(installing, what);
  // pip says nothing that a program could read while it downloads: how much has come lies in its temporary folder.
  const say = tellBytes(installing, what);
  const look = setInterval(() => void sizeOf(temporary).then(bytes => bytes > 0 && say(bytes, 0)), 1000);
  try {
    const flags = ['--retries', '1', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
    const platforms = pythonPlatforms.flatMap(platform => ['--platform', platform]);
    const target = ['--python-version', pythonVersion, ...platforms, '--dest', wheels];
    await runTool(command, [...words, 'download', '--no-cache-dir', ...flags, ...target, requirement], {
      signal,
      environment: { ...environment, TMPDIR: temporary },
    });
  } finally {
    clearInterval(look);
  }
  const [file] = (await readdir(wheels)).filter(name => !before.has(name));
  if (file === undefined) throw new ToolFailed('pip downloaded nothing');
  return join(wheels, file);
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      stat(join(entry.parentPath, entry.name))
        .then(({ size }) => size)
        .catch(() => 0),
    );
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
}
