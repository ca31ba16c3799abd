import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { validate } from 'dockerfile-utils';
import { parse, parseAllDocuments } from 'yaml';
import { readConfigFile } from '../../packages/gateway/src/config/config-file.ts';
import { resolveConfig } from '../../packages/gateway/src/config/load-config.ts';
import { ROOT } from '../../tools/package/manifests.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a file
type Any = any;

const secondsOf = (text: string) => Number(/^(\d+)s$/.exec(text)?.[1]);
const SHUTDOWN_SECONDS = 15;

/** Where each kind of object that we have is described, in the packages that are made of Kubernetes' own schema. */
const KINDS: Readonly<Record<string, string>> = {
  ConfigMap: 'core/v1',
  Service: 'core/v1',
  PodDisruptionBudget: 'policy/v1',
  Deployment: 'apps/v1',
};

/** What Kubernetes' schema has against the objects: members it does not know, that are missing, or of another type. */
function schemaFaults(objects: readonly Any[]): string[] {
  // Where the types are found by the name of their package.
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.tmp/manifests-'));
  const lines = objects.flatMap((object, index) => [
    `import type { ${object.kind} as Kind${index} } from 'kubernetes-types/${KINDS[object.kind]}';`,
    `export const object${index}: Kind${index} = ${JSON.stringify(object, null, 1)};`,
  ]);
  writeFileSync(join(folder, 'objects.ts'), lines.join('\n'));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const resolved = ['--module', 'esnext', '--moduleResolution', 'bundler', '--types', '', '--ignoreConfig'];
  const options = ['--noEmit', '--strict', '--pretty', 'false', ...resolved];
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, 'objects.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  return stdout.split('\n').filter((line) => /\berror TS/.test(line));
}

test('the Dockerfile has no fault, and one would be found', () => {
  const dockerfile = readFileSync(join(ROOT, 'deploy/container/Dockerfile'), 'utf8');
  assert.deepEqual(validate(dockerfile), []);
  assert.equal(validate(dockerfile.replace('WORKDIR', 'WORKDR')).length, 1);
});

describe('compose.yaml', () => {
  const file = join(ROOT, 'deploy/container/compose.yaml');
  const compose: Any = parse(readFileSync(file, 'utf8'));
  const { postgres, gateway, caddy } = compose.services;

  test('every path, volume, network and secret it names is there', () => {
    const folder = dirname(file);
    const { context, dockerfile } = gateway.build;
    assert.equal(resolve(folder, context), resolve(ROOT));
    const [caddyfile] = caddy.volumes[0].split(':');
    for (const path of [resolve(folder, context, dockerfile), resolve(folder, caddyfile)])
      assert.ok(existsSync(path), path);
    for (const service of [postgres, gateway, caddy]) {
      const networks = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks);
      for (const network of networks) assert.ok(network in compose.networks, network);
      for (const secret of service.secrets ?? []) assert.ok(secret in compose.secrets, secret);
      const named = service.volumes.map((volume: string) => volume.split(':')[0] ?? '');
      for (const volume of named.filter((name: string) => !name.startsWith('.'))) {
        assert.ok(volume in compose.volumes, volume);
      }
      assert.equal(service.restart, 'unless-stopped');
    }
    assert.match(readFileSync(join(ROOT, '.gitignore'), 'utf8'), /^\/deploy\/container\/secrets\/$/m);
  });

  test('secrets are files alone, and the gateway takes its settings', () => {
    for (const { environment } of [postgres, gateway, caddy]) {
      for (const [name, value] of Object.entries<string>(environment)) {
        if (/PASSWORD|KEY|SECRET|DATABASE_URL/.test(name)) {
          assert.match(name, /_FILE$/);
          assert.ok(value.replace('/run/secrets/', '') in compose.secrets, value);
        }
      }
    }
    const withoutFiles = Object.entries<string>(gateway.environment).filter(([name]) => !name.endsWith('_FILE'));
    const environment = Object.fromEntries(
      withoutFiles.map(([name, value]) => [name, value.replace(/\$\{.*\}/, 'a.example')]),
    );
    const { config, faults } = resolveConfig({}, environment, null);
    assert.deepEqual(faults, []);
    assert.deepEqual(config?.trustedProxies, [caddy.networks.proxy.ipv4_address]);
  });

  test('nothing but Caddy is reached from outside, and the gateway has no more rights than it needs', () => {
    assert.deepEqual([postgres.ports, gateway.ports, compose.networks.database.internal], [undefined, undefined, true]);
    assert.deepEqual(
      [gateway.read_only, gateway.cap_drop, gateway.security_opt, gateway.tmpfs],
      [true, ['ALL'], ['no-new-privileges:true'], ['/tmp']],
    );
    assert.equal(gateway.depends_on.postgres.condition, 'service_healthy');
    assert.equal(postgres.healthcheck.test[1], 'pg_isready');
    assert.ok(secondsOf(gateway.stop_grace_period) > SHUTDOWN_SECONDS);
  });
});

describe('the Kubernetes manifests', () => {
  const text = readFileSync(join(ROOT, 'deploy/kubernetes/sallyport.yaml'), 'utf8');
  const objects: Any[] = parseAllDocuments(text).map((document) => document.toJS());
  const ofKind = (kind: string) => objects.find((object) => object.kind === kind);
  const { spec } = ofKind('Deployment');
  const pod = spec.template.spec;
  const [container] = pod.containers;

  test('each object has its version, and all select the same pods', () => {
    assert.deepEqual(
      objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`),
      ['v1 ConfigMap', 'v1 Service', 'policy/v1 PodDisruptionBudget', 'apps/v1 Deployment'],
    );
    const { labels } = spec.template.metadata;
    assert.deepEqual(ofKind('Service').spec.selector, labels);
    for (const kind of ['PodDisruptionBudget', 'Deployment'])
      assert.deepEqual(ofKind(kind).spec.selector.matchLabels, labels);
    assert.match(container.image, /:\d+\.\d+\.\d+$/);
  });

  test('each object is as the schema of Kubernetes has its kind, and what is not would be found', () => {
    assert.deepEqual(schemaFaults(objects), []);
    const planted: ((changed: Any) => void)[] = [
      (changed) => Object.assign(changed.spec, { replicas: 'two' }),
      (changed) => Object.assign(changed.spec, { selector: undefined }),
      (changed) => Object.assign(changed.spec.template.spec.containers[0].readinessProbe, { periodSecond: 3 }),
      (changed) => Object.assign(changed.spec.strategy, { rolling: {} }),
    ];
    const offenders = planted.map((change) => {
      const changed = structuredClone(ofKind('Deployment'));
      change(changed);
      return changed;
    });
    assert.equal(new Set(schemaFaults(offenders).map((line) => line.split(':')[0])).size, planted.length);
  });

  test('two run, one at least at any time', () => {
    assert.deepEqual([spec.replicas, spec.strategy.rollingUpdate], [2, { maxUnavailable: 0, maxSurge: 1 }]);
    assert.equal(ofKind('PodDisruptionBudget').spec.minAvailable, 1);
  });

  test('its configuration is one that the server takes, and the pod has the time to stop that it states', () => {
    const environment = Object.fromEntries(
      container.env
        .filter(({ name }: Any) => !/_FILE$|_CONFIG$/.test(name))
        .map(({ name, value }: Any) => [name, value]),
    );
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-manifest-'));
    const file = join(folder, 'sallyport.toml');
    writeFileSync(file, ofKind('ConfigMap').data['sallyport.toml']);
    const { config, faults } = resolveConfig({}, environment, readConfigFile(file));
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(faults, []);
    const before = Number(container.lifecycle.preStop.exec.command[1]);
    const { shutdownSeconds = 0, drainSeconds = 0 } = config ?? {};
    assert.ok(pod.terminationGracePeriodSeconds >= before + shutdownSeconds + 5);
    // Long enough for the readiness probe to fail as often as it must.
    const { periodSeconds, failureThreshold } = container.readinessProbe;
    assert.ok(drainSeconds >= periodSeconds * (failureThreshold + 1));
  });

  test('probes ask for what another start mends, and nothing is run with rights', () => {
    const { startupProbe, readinessProbe, livenessProbe } = container;
    assert.deepEqual(
      [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet.path),
      ['/readyz', '/readyz', '/healthz'],
    );
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.deepEqual([pod.securityContext.runAsNonRoot, pod.automountServiceAccountToken], [true, false]);
    const volumes = pod.volumes.map(({ name }: Any) => name);
    assert.deepEqual(
      container.volumeMounts.map(({ name }: Any) => name),
      volumes,
    );
  });
});
