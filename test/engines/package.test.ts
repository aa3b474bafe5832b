import { readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enginesFolder } from '../../src/engines/installation/dataFolder';
import { removeTensorflow } from '../../src/engines/installation/installTensorflow';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { InputError } from '../../src/protocol/inputError';
import { InstallationTest, publishedAddon } from './installation';

let here: InstallationTest;
let engines: string;
let ofPackage: string;
beforeEach(async () => {
  here = await InstallationTest.start();
  engines = enginesFolder(here.environment);
  ofPackage = join(engines, 'tensorflow-2.9.1-cpu');
});
afterEach(() => here.end());

const record = async (folder = ofPackage): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, 'installation.json'), 'utf8'));
const downloads = () => readdir(join(here.folder, 'data', 'downloads'));
const withoutIndex = () => ({ ...here.environment, PIP_INDEX_URL: 'http://127.0.0.1:9/simple' });
const fromWheel = (why: string | RegExp) => {
  const reason = typeof why === 'string' ? why.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : why.source;
  return new RegExp(
    `^TensorFlow 9\\.9\\.9 is installed in .*tensorflow-9\\.9\\.9-cpu, from a wheel; tfjs-node's own download could not be used \\(${reason}\\)\\.$`,
  );
};

describe.runIf(process.platform === 'linux' && process.arch === 'x64')("the package's own download", () => {
  test('is installed with its links and an addon built for it, and removed', async () => {
    expect(await here.install()).toBe(`TensorFlow 2.9.1 is installed in ${ofPackage}, from tfjs-node's own download.`);
    const lib = join(ofPackage, 'deps', 'lib');
    expect(await readlink(join(lib, 'libtensorflow.so'))).toBe('libtensorflow.so.2');
    expect(await readFile(join(lib, 'libtensorflow.so'), 'utf8')).toBe('2.9.1');
    expect(await readFile(join(ofPackage, 'deps', 'LICENSE'), 'utf8')).toBe('Apache');
    const addon = join(ofPackage, 'lib', 'napi-v8', 'tfjs_binding.node');
    expect(findAddon(here.environment)).toBe(addon);
    expect(await readFile(addon, 'utf8')).toBe('built\n');
    expect(await record()).toMatchObject({ tensorflow: '2.9.1', source: 'package', addon: 'addon 1.0.0' });
    expect(await downloads()).toEqual([]);
    expect(await removeTensorflow(here.environment)).toBe(`Removed ${ofPackage}.`);
    expect(await readdir(engines)).toEqual([]);
  });

  test('goes on where it was broken off and cancelled, which leaves no engine', async () => {
    here.storage.cuts.push(60_000);
    const stop = new AbortController();
    const first = here.install(
      {},
      { signal: stop.signal, onProgress: ({ done }) => void (done !== null && done >= 30_000 && stop.abort()) },
    );
    await expect(first).rejects.toThrow(/abort/i);
    expect(await readdir(engines)).toEqual([]);
    await here.install();
    expect(here.storage.asked.some(request => /^GET .*2\.9\.1\.tar\.gz [1-9]\d*$/.test(request))).toBe(true);
    expect(await downloads()).toEqual([]);
  });

  test('is waited for by a second installation, which then finds it there', async () => {
    const told: string[] = [];
    const [first, second] = await Promise.all([
      here.install(),
      here.install({}, { onProgress: ({ what }) => told.push(what) }),
    ]);
    const sentences = [first, second].sort();
    expect(sentences[0]).toContain('is installed in');
    expect(sentences[1]).toBe(`TensorFlow is there already: ${ofPackage}.`);
    expect(here.storage.asked.filter(request => request.endsWith('2.9.1.tar.gz')).length).toBe(2);
  });

  describe('without a compiler', () => {
    beforeEach(() => here.setCompiler('none'));

    test('takes the addon that was published', async () => {
      await here.install();
      expect(await readFile(findAddon(here.environment) ?? '', 'utf8')).toBe('published');
      expect(await record()).toMatchObject({
        addon: `${here.storage.address}${publishedAddon}`,
        addonSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    });

    test('is not begun where the published addon came damaged, or is not there: a compiler is asked for', async () => {
      here.storage.md5s.set(publishedAddon, 'AAAAAAAAAAAAAAAAAAAAAA==');
      await expect(here.install({ source: 'package' })).rejects.toThrow(
        /^There is no C\+\+ compiler .*, and the one that was published can't be had \(.*its MD5 is not .*\): install one, .*sudo apt install g\+\+.*\.$/,
      );
      here.storage.take(publishedAddon);
      await expect(here.install({ source: 'package' })).rejects.toThrow(/\(404\)\): install one/);
      await expect(here.install()).rejects.toThrow(
        /^TensorFlow can't be installed: tfjs-node's own download can't be used \(there is no C\+\+ compiler .*\(404\)\)\), and neither can a wheel: there is no C\+\+ compiler .*: install one, .*\.$/,
      );
      expect(here.storage.asked.some(request => request.endsWith('2.9.1.tar.gz'))).toBe(false);
      expect(await readdir(engines)).toEqual([]);
    });
  });

  test('takes the published addon too where none can be built', async () => {
    await here.setCompiler('fails');
    await here.install({ source: 'package' });
    expect(await readFile(findAddon(here.environment) ?? '', 'utf8')).toBe('published');
  });

  test('gives way to a wheel where its checksum is wrong, and says so', async () => {
    here.expectOther();
    expect(await here.install()).toMatch(fromWheel(/.*came damaged: its hash is not f{64}.*/));
    expect(await record(join(engines, 'tensorflow-9.9.9-cpu'))).toMatchObject({ source: 'wheel' });
    expect(await downloads()).toEqual([]);
  });

  test('gives way to a wheel where it computes wrong, and alone is refused', async () => {
    here.putLibrary('wrong');
    const wrong = "TensorFlow 2.9.1 can't be used here (it computes loss wrong: by 3e-1 of its largest number)";
    const refused = here.install({ source: 'package' });
    await expect(refused).rejects.toThrow(`${wrong}: nothing of it was installed.`);
    await expect(refused).rejects.toBeInstanceOf(InputError);
    expect(await readdir(engines)).toEqual([]);
    expect(await here.install()).toMatch(fromWheel(`${wrong}: nothing of it was installed`));
    expect(await downloads()).toEqual([]);
  });

  test('gives way to a wheel soon where its host never answers', async () => {
    here.storage.silent = true;
    // What both need of npm comes from elsewhere.
    const registry = await InstallationTest.start();
    const environment = { ...here.environment, npm_config_registry: registry.storage.address };
    const said = await here.install({}, { environment }).finally(() => registry.end());
    expect(said).toMatch(fromWheel(/127\.0\.0\.1:\d+ can't be reached \(.*timeout.*\)/));
    expect(here.storage.asked).toEqual([expect.stringMatching(/^HEAD .*2\.9\.1\.tar\.gz$/)]);
  });

  test('and a wheel are both told of in one sentence where neither can be had', async () => {
    const environment = { ...withoutIndex(), TFJS_NODE_CDN_STORAGE: 'http://127.0.0.1:9/' };
    await expect(here.install({}, { environment })).rejects.toThrow(
      /^TensorFlow can't be installed: tfjs-node's own download can't be used \(127\.0\.0\.1:9 can't be reached \(.*\)\), and neither can a wheel: TensorFlow 9\.9\.9 can't be downloaded: .*--from\.$/,
    );
    await expect(here.install({ source: 'package' }, { environment })).rejects.toThrow(
      /^127\.0\.0\.1:9 can't be reached \(.*\): try again later, or name a mirror in TFJS_NODE_CDN_STORAGE\.$/,
    );
    expect(await readdir(engines)).toEqual([]);
  });

  test('is not installed for a card that it does not find', async () => {
    await expect(here.install({ device: 'cuda' }, { environment: withoutIndex() })).rejects.toThrow(
      /^TensorFlow can't be installed: a wheel can't be used \(.*\), and neither can tfjs-node's own download: TensorFlow 2\.9\.1 finds no graphics card \(.*\): nothing of it was installed\.$/,
    );
    expect(await readdir(engines)).toEqual([]);
  });
});
