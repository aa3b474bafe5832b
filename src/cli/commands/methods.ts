import { methods as catalogue } from '../../methods/catalogue';
import type { Hyperparameter } from '../../methods/hyperparameters';
import { type Citation, type Group, type Method, groups } from '../../methods/method';
import { defineCommand } from '../command';
import type { Style } from '../context';
import { json } from '../options';
import { pairs, wrapped } from '../table';

/** `visual-tuning methods`: the catalogue. */
export const methods = defineCommand({
  name: 'methods',
  summary: 'List the tuning methods and their hyper-parameters.',
  options: { json },
  run: async (context, { options }) => {
    if (options.json) {
      context.json(catalogue.map(declarationOf));
      return;
    }
    const present = groups.filter(group => catalogue.some(method => method.group === group));
    context.print(present.map(group => describeGroup(group, context.style)).join('\n\n'));
  },
});

/** What there is to know about a method without running it. */
function declarationOf({ id, title, group, subgroup, idea, citation, hyperparameters }: Method) {
  return { id, title, group, subgroup, idea, citation, hyperparameters };
}

function describeGroup(group: Group, style: Style): string {
  const members = catalogue.filter(method => method.group === group);
  return [style.bold(group.toUpperCase()), ...members.map(method => describeMethod(method, style))].join('\n\n');
}

function describeMethod({ id, title, idea, subgroup, hyperparameters, citation }: Method, style: Style): string {
  const declared = Object.entries(hyperparameters).map(
    ([name, declaration]) => [`    ${name} = ${written(declaration.default)}`, described(declaration)] as const,
  );
  return [
    `  ${style.bold(id)}  ${title} ${style.faint(`(${subgroup})`)}`,
    wrapped(idea, '  '),
    ...(declared.length > 0 ? [pairs(declared)] : []),
    style.faint(wrapped(cited(citation), '  ')),
  ].join('\n');
}

function described(declaration: Hyperparameter): string {
  const { kind, help } = declaration;
  const range = kind === 'integer' || kind === 'number' ? ` (${declaration.minimum} to ${declaration.maximum})` : '';
  return help.replace(/\.$/, `${range}.`);
}

/** As `--set` takes it. */
function written(value: Hyperparameter['default']): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function cited({ authors, year, title, arxiv }: Citation): string {
  return `${authors}, ${year}: ${title}${arxiv === undefined ? '.' : `. arXiv ${arxiv}`}`;
}
