import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from './not-found'
import { Shell } from './shell'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: the router's types ask for the module's own shape
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as any, name) })

const routeTree = root.addChildren([
  page('/', () => import('../pages/home'), 'Home'),
  page('/worklist', () => import('../pages/worklist'), 'Worklist'),
  page('/cases', () => import('../pages/cases'), 'Cases'),
  page('/cases/$id', () => import('../pages/case'), 'Case'),
  page('/dashboard', () => import('../pages/dashboard'), 'Dashboard'),
  page('/catalog/elements', () => import('../pages/catalog/elements'), 'Elements'),
  page('/catalog/code-lists', () => import('../pages/catalog/code-lists'), 'CodeLists'),
  page('/catalog/forms', () => import('../pages/catalog/forms'), 'Forms'),
  page('/catalog/forms/$id', () => import('../pages/catalog/form'), 'Form'),
  page('/catalog/materials', () => import('../pages/catalog/materials'), 'Materials'),
  page('/catalog/matters', () => import('../pages/catalog/matters'), 'Matters'),
  page('/catalog/matters/$id', () => import('../pages/catalog/matter'), 'Matter'),
  page('/catalog/themes', () => import('../pages/catalog/themes'), 'Themes'),
  page('/catalog/themes/$id', () => import('../pages/catalog/theme'), 'Theme'),
])

export const router = createRouter({ routeTree, basepath: '/staff', defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
