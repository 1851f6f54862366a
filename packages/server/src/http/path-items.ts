import { routes, type Route, type RouteName } from '@parley/protocol';

/** All rows of one path, whatever its parameters are called. */
export interface PathItem {
  /** for the router: `/groups/:p1` */
  readonly pattern: string;
  readonly rows: ReadonlyMap<Route['method'], Row>;
}

export interface Row {
  readonly name: RouteName;
  readonly route: Route;
  /** its own name of each parameter by the pattern's: `p1` → `group_id` */
  readonly paramNames: ReadonlyMap<string, string>;
}

/** The table by path, literal segments before parameters, so that the first match is the one that counts. */
export function listPathItems(): PathItem[] {
  const items = new Map<string, Map<Route['method'], Row>>();
  for (const [name, route] of tableRows()) {
    const { pattern, paramNames } = patternOf(route.path);
    const rows = items.get(pattern) ?? new Map<Route['method'], Row>();
    rows.set(route.method, { name, route, paramNames });
    items.set(pattern, rows);
  }
  return [...items]
    .map(([pattern, rows]) => ({ pattern, rows }))
    .toSorted((one, other) => compareSegments(one.pattern, other.pattern));
}

function tableRows(): [RouteName, Route][] {
  // Object.entries forgets that the keys are the table's.
  return Object.entries(routes) as [RouteName, Route][];
}

function patternOf(path: string): Pick<Row, 'paramNames'> & { pattern: string } {
  const paramNames = new Map<string, string>();
  const segments = path.split('/').map((segment, index) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment;
    paramNames.set(`p${index}`, name);
    return `:p${index}`;
  });
  return { pattern: segments.join('/'), paramNames };
}

/** `:` sorts behind every literal here, from the left. */
function compareSegments(one: string, other: string): number {
  const [left, right] = [one.split('/'), other.split('/')];
  for (const [index, segment] of left.entries()) {
    const isParam = segment.startsWith(':');
    if (isParam !== (right[index]?.startsWith(':') ?? false)) return isParam ? 1 : -1;
  }
  return 0;
}

/** For `Allow`: the methods of a path, HEAD wherever there is GET. */
export function allowedMethods(item: PathItem): string {
  return [...item.rows.keys()]
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ');
}
