/** A column of a text table: numbers stand to the right. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Rows of cells under their columns, aligned by spaces; no line ends in one. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title);
  return aligned(titles.some(Boolean) ? [titles, ...rows] : rows, columns);
}

/** Pairs of a name and a value, the values one under the other. */
export function pairs(rows: readonly (readonly [string, string])[], align: Column['align'] = 'left'): string {
  return aligned(rows, [{ title: '' }, { title: '', align }]);
}

function aligned(rows: readonly (readonly string[])[], columns: readonly Column[]): string {
  const widths = columns.map((_, i) => Math.max(0, ...rows.map(row => row[i].length)));
  const cell = (text: string, i: number) =>
    columns[i].align === 'right' ? text.padStart(widths[i]) : text.padEnd(widths[i]);
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** Text broken between words into lines of at most so many characters, each after the indentation. */
export function wrapped(text: string, indentation = '', width = 100): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(indentation + word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
