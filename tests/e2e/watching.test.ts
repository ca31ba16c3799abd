import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type GatewayProcess, metricsOf, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RULES = join(root, 'deploy/prometheus/sallyport.rules.yaml');
const DASHBOARD = join(root, 'deploy/grafana/sallyport.json');
/** What Prometheus itself makes of a histogram. */
const OF_A_HISTOGRAM = /_(bucket|count|sum)$/;

interface Rules {
  groups: { rules: { alert: string; expr: string; labels: object; annotations: Record<string, string> }[] }[];
}
interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
  templating: { list: { query: string }[] };
}

const namesIn = (expression: string) => expression.match(/sallyport_\w+/g) ?? [];

describe('what Prometheus and Grafana are given', () => {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as Rules;
  const rules = groups.flatMap((group) => group.rules);
  const dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
  let server: GatewayProcess;
  let exported: Set<string>;
  before(async () => {
    server = await startGatewayProcess();
    exported = new Set([...(await metricsOf(server)).matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name));
  });
  after(() => server?.stop());

  test('each alert rule states what happened, what to do and whom it wakes, once', () => {
    assert.ok(rules.length >= 19);
    assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
    for (const { alert, labels, annotations } of rules) {
      assert.match(String(Object.values(labels)), /^(page|ticket)$/, alert);
      assert.ok(annotations['summary'] && annotations['action'], alert);
    }
  });

  test('names no metric that the server does not export', () => {
    const expressions = [
      ...rules.map(({ alert, expr }) => [alert, expr] as const),
      ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
      ...dashboard.templating.list.map(({ query }) => ['a variable', query] as const),
    ];
    assert.ok(expressions.length >= 45);
    for (const [where, expression] of expressions) {
      for (const name of namesIn(expression)) {
        assert.ok(exported.has(name) || exported.has(name.replace(OF_A_HISTOGRAM, '')), `${where}: ${name}`);
      }
    }
  });

  test('is checked by the real Prometheus where it is installed', (t) => {
    const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', RULES], { encoding: 'utf8' });
    if (error !== undefined) return t.skip('promtool is not installed: apt-get install prometheus');
    assert.equal(status, 0, `${stdout}${stderr}`);
    return undefined;
  });
});
