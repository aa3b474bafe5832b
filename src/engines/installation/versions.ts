/** Negative, zero or positive as a dotted version is below, at or above another. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version is within bounds such as `<13.0,>=12.5.3.2`. @throws {Error} if a bound is of another kind */
export function isWithin(version: string, bounds: string): boolean {
  return bounds
    .split(',')
    .filter(bound => bound.trim() !== '')
    .every(bound => {
      const [, operator, limit] = /^\s*(<=|>=|<|>|==|!=)\s*([\d.]+)\s*$/.exec(bound) ?? [];
      const order = compareVersions(version, limit ?? '');
      switch (operator) {
        case '<':
          return order < 0;
        case '<=':
          return order <= 0;
        case '>':
          return order > 0;
        case '>=':
          return order >= 0;
        case '==':
          return order === 0;
        case '!=':
          return order !== 0;
        default:
          throw new Error(`The bound ${bound} of a version is of an unknown kind.`);
      }
    });
}

/** The newest file, named as wheels are, whose version is within bounds; versions with letters are not considered. */
export function newestWithin<T extends { readonly file: string }>(wheels: readonly T[], bounds: string): T | undefined {
  const versionOf = ({ file }: T) => /^[^-]+-([\d.]+)-/.exec(file)?.[1];
  return wheels
    .flatMap(wheel => {
      const version = versionOf(wheel);
      return version !== undefined && isWithin(version, bounds) ? [{ wheel, version }] : [];
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .at(0)?.wheel;
}
