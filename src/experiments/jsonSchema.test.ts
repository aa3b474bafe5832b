import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { methods } from '../methods/catalogue';
import { experimentJsonSchema, experimentJsonSchemaText } from './jsonSchema';
import { tinyMethods } from './tinyMethods.fixture';

test('the committed schema is the one that the code declares', async () => {
  const committed = await readFile('schemas/tuning.schema.json', 'utf8');
  expect(committed, 'schemas/tuning.schema.json is out of date: run `npm run schema`').toBe(
    experimentJsonSchemaText(methods),
  );
});

test('fields that have a default need not be there', () => {
  expect(experimentJsonSchema(tinyMethods).required).toEqual(['backbone', 'data', 'method']);
});

test('every hyper-parameter has a help line, a range and a default for the editor to show', () => {
  const text = JSON.stringify(experimentJsonSchema(tinyMethods));
  expect(text).toContain('{"default":4,"description":"Number of tokens.","type":"integer","minimum":1,"maximum":100}');
});

test('every field of an experiment has a help line', () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string) => {
    if (typeof schema !== 'object' || schema === null) {
      return;
    }
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties' && typeof value === 'object' && !path.includes('/preprocessing')) {
        for (const [name, field] of Object.entries(value)) {
          if (typeof field === 'object' && field !== null && !('description' in field)) {
            undescribed.push(`${path}/${name}`);
          }
        }
      }
      visit(value, `${path}/${key}`);
    }
  };
  visit(experimentJsonSchema(tinyMethods), '');
  expect(undescribed).toEqual([]);
});
