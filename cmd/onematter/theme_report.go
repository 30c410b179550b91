package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/certificate"
)

func themeReportCommand() *cobra.Command {
	var lang, format, out, key, day string
	var delivered, real bool
	c := configured(&cobra.Command{
		Use:   "report PACK THEME",
		Short: "Draw up a theme's reduction certificate: what merging saves, in every situation and on average",
		Long: `Measure a theme before and after merging: forms, pages, fields, documents,
signatures, visits, working days, fees and the time to fill in. With --key the
certificate is signed (Ed25519); its JSON is what theme verify reads. The page
prints on A4, the PDF has its font inside. PACK is a folder, a ZIP file, an address, or a built-in pack.

With --delivered a third figure stands beside them: what is left when source
departments deliver what they have confirmed in the database (docs/sources.md).
With --real the certificate tells what really happened to the cases of the last
year, out of the database's event log: the time people took to fill in, and the
working days until every matter was decided.`,
		Example: `  onematter theme report open-a-restaurant T01
  onematter theme report ./pack T01 --format pdf --out certificate.pdf --key staging.key
  onematter theme report having-a-baby T02 --delivered --real --data /var/lib/onematter`,
		Args: cobra.ExactArgs(2),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		today := time.Now()
		if day != "" {
			var err error
			if today, err = time.Parse(time.DateOnly, day); err != nil {
				return failure("--day："+day+" 不是形如 2026-05-01 的日期", "--day: "+day+" is not a date like 2026-05-01")
			}
		}
		r, t, err := themeOfPack(c.Context(), args[0], args[1])
		if err != nil {
			return err
		}
		cert, _ := r.Certificate(args[1], today)
		if delivered || real {
			err := cfg.toRead(c.Context(), func(h *house) error {
				if delivered {
					given, err := h.engine.CertDeliveries(c.Context(), r, t, today)
					if err != nil {
						return err
					}
					cert, _ = r.CertificateDelivered(args[1], today, given)
				}
				if real {
					cert.Real, err = h.certReal(c.Context(), args[1], today)
				}
				return err
			})
			if err != nil {
				return refused(c, err, lang)
			}
		}
		var signed *catalog.SignedCertificate
		if key != "" {
			k, err := readKey(key)
			if err != nil {
				return err
			}
			s := catalog.SignCertificate(cert, k, time.Now())
			signed = &s
		}
		body, err := drawCertificate(cert, signed, format, lang)
		if err != nil {
			return err
		}
		if out == "" {
			_, err = c.OutOrStdout().Write(body)
			return err
		}
		if err := os.WriteFile(out, body, 0o644); err != nil { //nolint:gosec // a certificate is for everybody to read
			return err
		}
		fmt.Fprintf(c.OutOrStdout(), "%s %s\n", out, cert.Hash())
		return nil
	})
	choiceVar(c.Flags(), &format, "format", "text", "what to draw", "text", "json", "html", "pdf", "xlsx")
	c.Flags().StringVar(&out, "out", "", "file to write; empty: standard output")
	c.Flags().StringVar(&key, "key", "", "private key to sign with (pack keygen)")
	c.Flags().StringVar(&day, "day", "", "the day on which conditions are read, like 2026-05-01; empty: today")
	c.Flags().BoolVar(&delivered, "delivered", false, "tell as well what source departments in duty deliver instead of the applicant, by the database")
	c.Flags().BoolVar(&real, "real", false, "tell as well what really happened to the cases of the last year, by the database")
	langVar(c.Flags(), &lang, "certificate")
	return c
}

// certReal is what really happened to a theme's cases in the year up to a day.
func (h *house) certReal(ctx context.Context, theme string, day time.Time) (*catalog.CertReal, error) {
	zone, err := h.zone(ctx)
	if err != nil {
		return nil, err
	}
	year := analytics.RealYear(theme, day.UTC())
	list, err := analytics.RealityOfLog(ctx, h.store, year, zone)
	if err != nil {
		return nil, err
	}
	return analytics.CertReal(year, list), nil
}

func drawCertificate(cert *catalog.Certificate, signed *catalog.SignedCertificate, format, lang string) ([]byte, error) {
	switch format {
	case "html":
		return certificate.HTML(cert, signed, lang)
	case "pdf":
		return certificate.PDF(cert, signed, lang)
	case "xlsx":
		return certificate.Workbook(cert, lang)
	case "json":
		var v any = cert
		if signed != nil {
			v = signed
		}
		b, err := json.MarshalIndent(v, "", "  ")
		return append(b, '\n'), err
	}
	return []byte(certificate.Text(cert, lang)), nil
}

func themeVerifyCommand() *cobra.Command {
	var trusted, lang string
	c := &cobra.Command{
		Use:     "verify FILE.json",
		Short:   "Hold a signed certificate to its signature and the signature to the trusted keys",
		Example: "  onematter theme verify certificate.json --trusted-keys staging.pub",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			keys, err := readTrusted(trusted)
			if err != nil {
				return err
			}
			doc, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			s, ps := catalog.ReadCertificate(doc, keys)
			if ps.Failed() {
				return refused(c, ps, lang)
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s %s %s\n", s.Certificate.Theme, s.Certificate.Release, s.Hash, s.Key, s.Created.Format(time.RFC3339))
			return nil
		},
	}
	trustedVar(c.Flags(), &trusted)
	langVar(c.Flags(), &lang, "messages")
	return c
}
