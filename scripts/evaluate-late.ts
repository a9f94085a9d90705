import path from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Has a module, with all that it alone imports, evaluated at the first call of the one function that it exports, and not
 * when the script is. What it shares with the rest of the script stays where it is. esbuild does so for `require()` alone,
 * with helpers that look up the page's built-ins.
 *
 * @param file the module
 * @param exported the name of its function
 * @param shared modules that are evaluated with the script, as their importers name them
 */
export function evaluateLate(file: string, exported: string, shared: readonly string[]): Plugin {
  return {
    name: 'evaluate-late',
    setup({ onLoad, initialOptions: { target, charset } }) {
      onLoad({ filter: new RegExp(`${path.basename(file).replaceAll('.', '\\.')}$`) }, async ({ path: found }) => {
        const { outputFiles, metafile } = await build({
          entryPoints: [found],
          bundle: true,
          write: false,
          metafile: true,
          format: 'esm',
          minifySyntax: true,
          ...(target && { target }),
          ...(charset && { charset }),
          external: [...shared],
        });
        const text = outputFiles[0]?.text ?? '';
        const imports = text.match(/^import \{[^}]*\} from .*;$/gm) ?? [];
        const body = imports.reduce((rest, line) => rest.replace(line, ''), text).replace(/^export \{[^}]*\};$/m, '');
        return {
          contents: `${imports.join('\n')}
            let made;
            export const ${exported} = given => (made ??= (() => { ${body} return ${exported}; })())(given);`,
          loader: 'js',
          resolveDir: path.dirname(found),
          watchFiles: Object.keys(metafile.inputs).map(input => path.resolve(input)),
        };
      });
    },
  };
}
