import { listSupportedBackends } from './runtime';
import { expect, test } from 'vitest';
import { isOn, providerNames, providerOf, providers } from './providers';

const names = { cuda: 'cuda', webgpu: 'webgpu', coreml: 'coreml', directml: 'dml' };

test('the providers of this platform are those that onnxruntime-node has', () => {
  const listed = listSupportedBackends().map(({ name }) => name);
  expect(providerNames.filter(name => isOn(name))).toEqual(providerNames.filter(name => listed.includes(names[name])));
});

test.each([
  ['linux-x64', ['cuda', 'webgpu']],
  ['linux-arm64', []],
  ['win32-x64', ['webgpu', 'directml']],
  ['darwin-arm64', ['webgpu', 'coreml']],
])('on %s there are %j', (platform, expected) => {
  expect(providerNames.filter(name => isOn(name, platform))).toEqual(expected);
});

test('each provider is one engine, and no other engine is one', () => {
  expect(providerNames.map(name => providerOf(providers[name].engine))).toEqual([...providerNames]);
  expect(providerOf('onnxruntime')).toBeUndefined();
});

test.each(providerNames)('a session on %s names no other provider, so that none takes its place', name => {
  const { executionProviders = [] } = providers[name].session;
  expect(executionProviders.map(given => (typeof given === 'string' ? given : given.name))).toEqual([names[name]]);
});
