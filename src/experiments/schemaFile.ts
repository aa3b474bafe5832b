import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { methods } from '../methods/catalogue';
import { experimentJsonSchemaText } from './jsonSchema';

// Entry point of the build step that writes the JSON Schema of experiment files to the path given.
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Give the path of the schema file to write.\n');
  process.exitCode = 2;
} else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, experimentJsonSchemaText(methods));
}
