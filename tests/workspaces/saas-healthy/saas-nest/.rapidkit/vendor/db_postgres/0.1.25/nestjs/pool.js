'use strict';

/** A pool that connects on the first query, not before. `Pool` is the project's own copy of pg. */
function createPool(Pool, connectionString) {
  return new Pool({ connectionString, max: 5, allowExitOnIdle: true });
}

module.exports = { createPool };
