using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualBasic.FileIO;

namespace CitizenNetwork.Benchmarks.Text.Q4;

/// <summary>A project that was funded, with what it came under.</summary>
/// <param name="Group">Stays on one side of a split: the beneficiary, or the project itself.</param>
/// <param name="Title">Its title, all that a question knows.</param>
/// <param name="Answer">The call that funded it, or its theme.</param>
internal sealed record TitledProject(string Group, string Title, string Answer)
{
    public const int Folds = 5;

    /// <summary>Fold in which it is asked about; in the others it is known.</summary>
#pragma warning disable CA5350 // The protocol names SHA-1; it draws folds and protects nothing.
    public int Fold { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Group))[0] % Folds;
#pragma warning restore CA5350

    /// <summary>Projects of fonds-vert 2023 with their call; beneficiaries stay together.</summary>
    /// <param name="data">Folder of the real data.</param>
    public static IReadOnlyList<TitledProject> FondsVert(string data) =>
        Read(Path.Combine(data, "fonds-vert-2023", "fonds-vert-2023.csv"), ";", "siren", "nom_du_projet", "nom_demarche_ds");

    /// <summary>Winning projects of the participatory budget of Paris with their theme.</summary>
    /// <param name="data">Folder of the real data.</param>
    public static IReadOnlyList<TitledProject> Paris(string data) =>
        Read(Path.Combine(data, "budget-participatif-paris", "bp_projets_laureats.csv"), ",", "identifiant_projet_gagnant", "titre_projet_gagnant", "thematique");

    private static List<TitledProject> Read(string path, string separator, string group, string title, string answer)
    {
        using TextFieldParser parser = new(path) { Delimiters = [separator], HasFieldsEnclosedInQuotes = true };
        var header = parser.ReadFields()!;
        List<TitledProject> projects = [];
        while (parser.ReadFields() is { } cells)
        {
            projects.Add(new TitledProject(Of(group), Of(title), Of(answer)));

            string Of(string column) => cells[Array.IndexOf(header, column)];
        }

        return projects;
    }
}
