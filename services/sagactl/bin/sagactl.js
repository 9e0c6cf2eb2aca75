#!/usr/bin/env node
// Not built, so that npm finds it to link to before there is anything built.
import '../dist/main.js';
