// What pylon start and pylon codegen run: an app prints its manifest. A real one
// makes it with @pylonsync/sdk; this example is about what comes after.
import manifest from "./pylon.manifest.json";

console.log(JSON.stringify(manifest));
