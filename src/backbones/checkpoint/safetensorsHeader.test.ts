import { expect, test } from 'vitest';
import { InputError } from '../../protocol/inputError';
import { parseHeader } from './safetensorsHeader';

const parse = (json: string, dataBytes: number) => parseHeader('model.safetensors', Buffer.from(json), dataBytes);
const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

test('tensors come in the order of their bytes, with the metadata beside them', () => {
  const header = parse(
    ` {"b": ${entry('F16', '[2, 3]', '[8, 20]')},\n"__metadata__":{"format":"pt","é":"\\u00e9\\""}, "a":${entry('F64', '[]', '[0,8]')}}  `,
    20,
  );
  expect([...header.tensors]).toEqual([
    ['a', { dtype: 'F64', shape: [], begin: 0, end: 8 }],
    ['b', { dtype: 'F16', shape: [2, 3], begin: 8, end: 20 }],
  ]);
  expect([...header.metadata]).toEqual([
    ['format', 'pt'],
    ['é', 'é"'],
  ]);
});

test('a header without tensors and one with an empty tensor are fine', () => {
  expect(parse('{}', 0).tensors.size).toBe(0);
  expect(parse(`{"e":${entry('F32', '[0,5]', '[0,0]')}}`, 0).tensors.get('e')?.shape).toEqual([0, 5]);
});

test('names that JavaScript objects treat as their own are ordinary names', () => {
  const header = parse(
    `{"__proto__":${entry('U8', '[1]', '[0,1]')},"constructor":${entry('U8', '[1]', '[1,2]')},"__metadata__":{"__proto__":"x"}}`,
    2,
  );
  expect([...header.tensors.keys()]).toEqual(['__proto__', 'constructor']);
  expect(header.metadata.get('__proto__')).toBe('x');
  expect(Object.prototype).not.toHaveProperty('dtype');
});

const good = entry('F32', '[1]', '[0,4]');

test.each([
  ['', 'needs "{" at byte 0'],
  ['{', 'needs "\\"" at byte 1'],
  [`{"a":${good}`, 'needs "}"'],
  [`{"a":${good}} x`, 'goes on after its end'],
  [`{"a":${good},}`, 'needs "\\""'],
  [`{"a":${good},"a":${good}}`, 'gives "a" twice'],
  [`{"a":${good},"\\u0061":${good}}`, 'gives "a" twice'],
  ['{"__metadata__":{"x":"1","x":"2"}}', 'gives "x" twice'],
  ['{"__metadata__":{"x":1}}', 'needs "\\"" at byte 21'],
  ['{"a":[]}', 'needs "{"'],
  ['{"a":null}', 'needs "{"'],
  ['{"a', 'ends inside a string'],
  ['{"\\x":1}', 'malformed string at byte 1'],
  ['{"a\n":1}', 'malformed string'],
  ['{"a":{"dtype":"F32","shape":[1]}}', 'tensor "a" without a dtype, a shape and two data_offsets'],
  [`{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 'gives "dtype" twice'],
  [`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"__proto__":0}}`, 'unknown field "__proto__"'],
  [`{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}`, 'needs "\\""'],
  [`{"a":${entry('C64', '[1]', '[0,4]')}}`, 'tensor "a" the unknown type "C64"'],
  [`{"a":${entry('toString', '[1]', '[0,4]')}}`, 'unknown type "toString"'],
  [`{"a":${entry('F32', '[-1]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[1.5]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[1e0]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[01]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '["1"]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[[1]]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[9007199254740992]', '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', `[${'9'.repeat(400)}]`, '[0,4]')}}`, 'non-negative integer'],
  [`{"a":${entry('F32', '[4294967296,4294967296]', '[0,0]')}}`, 'impossible shape'],
  [`{"a":${entry('F32', '[4294967296,4294967296,0]', '[0,0]')}}`, 'impossible shape'],
  [`{"a":${entry('F32', `[${'1,'.repeat(64)}1]`, '[0,4]')}}`, 'more than 64 integers'],
  [`{"a":${entry('F32', '[1]', '[0,4,8]')}}`, 'more than 2 integers'],
  [`{"a":${entry('F32', '[1]', '[0]')}}`, 'two data_offsets'],
  [`{"a":${entry('F32', '[2]', '[0,4]')}}`, 'tensor "a" 4 bytes where F32 of shape [2] takes 8'],
  [`{"a":${entry('F32', '[1]', '[4,0]')}}`, 'tensor "a" -4 bytes'],
  [`{"a":${good},"b":${good}}`, 'tensor "b" begins at byte 0 of the data where 4 is due'],
  [`{"a":${entry('F32', '[1]', '[1,5]')}}`, 'tensor "a" begins at byte 1 of the data where 0 is due'],
  [`{"a":${entry('F32', '[2]', '[0,8]')}}`, 'cut short: the header speaks of 8 bytes of tensors and 4 are there'],
  ['{}', 'bytes that belong to no tensor'],
])('the header %s is refused: it %s', (json, problem) => {
  const refused = refusalOf(() => parse(json, 4));
  expect(refused).toContain('model.safetensors');
  expect(refused).toContain(problem);
});

test('bytes that are not UTF-8 are refused', () => {
  const bytes = Buffer.from('{"\xff":1}', 'latin1');
  expect(refusalOf(() => parseHeader('f', bytes, 0))).toContain('not valid UTF-8');
});

test('a deeply nested or very long header is refused quickly and in a short sentence', () => {
  const million = 1_000_000;
  for (const json of ['['.repeat(million), `{"a":${'{"a":'.repeat(million)}`, `{"${'a'.repeat(million)}":0}`]) {
    expect(refusalOf(() => parse(json, 0)).length).toBeLessThan(300);
  }
  const long = `{"${'a'.repeat(million)}":${entry('F32', '[2]', '[0,4]')}}`;
  expect(refusalOf(() => parse(long, 4)).length).toBeLessThan(300);
});

test('more fields than any header has are refused before they fill the memory', () => {
  const metadata = (count: number) =>
    `{"__metadata__":{${Array.from({ length: count }, (_, index) => `"${index}":""`).join()}}}`;
  expect(parse(metadata(100_000), 0).metadata.size).toBe(100_000);
  expect(refusalOf(() => parse(metadata(100_001), 0))).toContain('has more than 100000 fields in one object');
});

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
