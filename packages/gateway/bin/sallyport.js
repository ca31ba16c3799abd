#!/usr/bin/env node
// In the words of 2009, so that a Node of any age reads it whole and states what is missing. What follows is in files of its own.
var needed = require('./needed-node.json');
var parts = process.versions.node.split('.');
var isNewEnough =
  Number(parts[0]) > needed.major || (Number(parts[0]) === needed.major && Number(parts[1]) >= needed.minor);

if (isNewEnough) {
  require('./run-command.js');
} else {
  require('./run-on-pinned-node.js');
}
