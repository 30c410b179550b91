import { type AnyRoute, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from './not-found'
import { Shell } from './shell'
import { readSearch, writeSearch } from './url'

type Module = () => Promise<Record<string, unknown>>

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const under = <R extends AnyRoute, P extends string>(parent: R, path: P, load: Module, name: string) =>
  createRoute({
    getParentRoute: () => parent,
    path,
    // biome-ignore lint/suspicious/noExplicitAny: the router's types ask for the module's own shape
    component: lazyRouteComponent(load as any, name),
  })

const catalog = under(root, '/catalog', () => import('../pages/catalog/frame'), 'CatalogFrame')

const routeTree = root.addChildren([
  under(root, '/', () => import('../pages/home'), 'Home'),
  under(root, '/worklist', () => import('../pages/worklist'), 'Worklist'),
  under(root, '/cases', () => import('../pages/cases'), 'Cases'),
  under(root, '/cases/$id', () => import('../pages/case'), 'Case'),
  under(root, '/cases/$id/clocks', () => import('../pages/case-account'), 'CaseAccount'),
  under(root, '/dashboard', () => import('../pages/dashboard'), 'Dashboard'),
  under(root, '/deputies', () => import('../pages/deputies/deputies'), 'Deputies'),
  under(root, '/identities', () => import('../pages/identities/identities'), 'Identities'),
  under(root, '/sources', () => import('../pages/sources/frame'), 'Sources'),
  catalog.addChildren([
    under(catalog, '/', () => import('../pages/catalog/frame'), 'CatalogHome'),
    under(catalog, '/elements', () => import('../pages/catalog/elements'), 'Elements'),
    under(catalog, '/code-lists', () => import('../pages/catalog/code-lists'), 'CodeLists'),
    under(catalog, '/forms', () => import('../pages/catalog/forms'), 'Forms'),
    under(catalog, '/forms/$id', () => import('../pages/catalog/form'), 'Form'),
    under(catalog, '/materials', () => import('../pages/catalog/materials'), 'Materials'),
    under(catalog, '/matters', () => import('../pages/catalog/matters'), 'Matters'),
    under(catalog, '/matters/$id', () => import('../pages/catalog/matter'), 'Matter'),
    under(catalog, '/matters/$id/split', () => import('../pages/catalog/matter-split'), 'MatterSplit'),
    under(catalog, '/matters/$id/merge', () => import('../pages/catalog/matter-merge'), 'MatterMerge'),
    under(catalog, '/matters/$id/delegate', () => import('../pages/catalog/matter-delegate'), 'MatterDelegate'),
    under(catalog, '/matters/$id/cancel', () => import('../pages/catalog/matter-cancel'), 'MatterCancel'),
    under(catalog, '/matters/$id/standard', () => import('../pages/catalog/matter-standard'), 'MatterStandard'),
    under(
      catalog,
      '/matters/$id/proposals/$follower',
      () => import('../pages/catalog/matter-standard'),
      'MatterProposals',
    ),
    under(catalog, '/matters/$id/take-back/$act', () => import('../pages/catalog/matter-take-back'), 'MatterTakeBack'),
    under(catalog, '/policies', () => import('../pages/catalog/policies'), 'Policies'),
    under(catalog, '/policies/$id', () => import('../pages/catalog/policy'), 'Policy'),
    under(catalog, '/themes', () => import('../pages/catalog/themes'), 'Themes'),
    under(catalog, '/themes/$id', () => import('../pages/catalog/theme'), 'Theme'),
    under(catalog, '/review', () => import('../pages/catalog/review'), 'Review'),
    under(catalog, '/versions', () => import('../pages/versions/versions'), 'Versions'),
  ]),
])

export const router = createRouter({
  routeTree,
  basepath: '/staff',
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
