// On an older Node: a checkout brings the one it needs; an installed package states which.
var spawn = require('child_process').spawn;
var path = require('path');
var needed = require('./needed-node.json');

function pinnedNode() {
  try {
    return path.join(
      path.dirname(require.resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node'
    );
  } catch (_) {
    return null;
  }
}

function runOn(node) {
  var child = spawn(node, [path.join(__dirname, 'sallyport.js')].concat(process.argv.slice(2)), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on('error', refuse);
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse() {
  process.stderr.write(
    'Sallyport needs Node ' +
      needed.major +
      '.' +
      needed.minor +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Install the current one from https://nodejs.org and run the command again.\n'
  );
  process.exit(1);
}

var node = pinnedNode();
if (node === null) refuse();
else runOn(node);
