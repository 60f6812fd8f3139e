using System.Text;
using System.Text.RegularExpressions;
using HtmlAgilityPack;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>HTML fragments as text: paragraphs and list items become lines, scripts and comments disappear, entities are read.</summary>
internal static partial class HtmlText
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Levels of nested elements that are followed; deeper text is taken as it stands.</summary>
    private const int MaxDepth = 100;

    private static readonly HashSet<string> s_blocks = new(StringComparer.Ordinal) { "p", "div", "ul", "ol", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section" };

    public static string Read(string html)
    {
        if (!html.Contains('<', StringComparison.Ordinal) && !html.Contains('&', StringComparison.Ordinal))
        {
            return Tidy(html);
        }

        HtmlDocument document = new() { OptionMaxNestedChildNodes = MaxDepth };
        try
        {
            document.LoadHtml(html);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nested beyond any text that people wrote: the tags are taken out by sight.
            return Tidy(HtmlEntity.DeEntitize(Tag().Replace(html, " ")));
        }

        StringBuilder text = new();
        Walk(document.DocumentNode, text, 0);
        return Tidy(text.ToString());
    }

    /// <summary>Single blanks, no blank lines at the ends, at most one between paragraphs.</summary>
    public static string Tidy(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n').Select(line => Blanks().Replace(line, " ").Trim());
        StringBuilder tidy = new();
        var blank = false;
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                blank = tidy.Length > 0;
                continue;
            }

            tidy.Append(tidy.Length == 0 ? string.Empty : blank ? "\n\n" : "\n").Append(line);
            blank = false;
        }

        return tidy.ToString();
    }

    private static void Walk(HtmlNode node, StringBuilder text, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child.NodeType)
            {
                case HtmlNodeType.Text:
                    text.Append(HtmlEntity.DeEntitize(((HtmlTextNode)child).Text).Replace('\n', ' '));
                    break;
                case HtmlNodeType.Element when child.Name is not ("script" or "style"):
                    var isBlock = s_blocks.Contains(child.Name);
                    text.Append(isBlock ? "\n" : string.Empty).Append(child.Name == "li" ? "- " : string.Empty);
                    if (depth < MaxDepth)
                    {
                        Walk(child, text, depth + 1);
                    }

                    text.Append(isBlock && child.Name != "br" ? "\n" : string.Empty);
                    break;
            }
        }
    }

    [GeneratedRegex(@"[^\S\n]+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Blanks();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Tag();
}
