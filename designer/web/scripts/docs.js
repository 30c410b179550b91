/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  validatorUrl: null,
  requestInterceptor: async (request) => {
    // Writes that ride on the session cookie carry its token.
    if (request.method && request.method !== 'GET' && !request.headers.Authorization) {
      const me = await fetch('/api/v1/me').then((r) => (r.ok ? r.json() : null))
      if (me?.csrf) request.headers['X-CSRF-Token'] = me.csrf
    }
    return request
  },
})
