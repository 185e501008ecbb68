using System.Globalization;
using SsprPortal.Benchmarks;

return args switch
{
    ["seed", var users, var rows, ""] => await Seed.RunEmbeddedAsync(Number(users), Number(rows)),
    ["seed", var users, var rows, var connection] => await Seed.RunAsync(connection, Number(users), Number(rows)),
    ["scale", .. var sizes] => await Scale.RunAsync([.. sizes.Select(Number)]),
    ["directory", var people] => await DirectoryReading.RunAsync((int)Number(people)),
    _ => Usage(),
};

static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("Use eng/seed.sh, eng/scale.sh or eng/directory.sh.");
    return 2;
}
