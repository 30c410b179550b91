package web

import "github.com/labstack/echo/v4"

// Routes is what the server has registered.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }
