/** The nonce under which this page may add style elements: the server writes it anew with every answer. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content || undefined

/**
 * The component library takes the nonce for its own styles, but not for the one
 * that keeps the page still behind a dialog. Style elements made by our own
 * scripts, which the policy trusts already, therefore carry it from birth.
 */
export function carryNonce() {
  if (!nonce) return
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}
